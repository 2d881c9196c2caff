import "../learn/page.css";
import "./page.css";
import "../../components/care_card/care_card.css";
import "../../components/knee_map/drawing.css";
import "../../components/choices/choices";
