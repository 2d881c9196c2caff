// Styles of the movement place.
import "./page.css";
