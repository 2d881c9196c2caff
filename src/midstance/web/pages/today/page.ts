// The page of the day: its styles, and those of the scale.
import "../../components/choices/choices.css";
import "./page.css";
