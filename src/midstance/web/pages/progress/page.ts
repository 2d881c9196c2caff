// Styles of the progress pages; all of them work without script.
import "./page.css";
import "../../components/choices/choices.css";
