// Styles of the shoes; the page works without script.
import "./page.css";
