import "../learn/page.css";
import "./page.css";
import "../../components/care_card/care_card.css";
import "../../components/choices/choices";
