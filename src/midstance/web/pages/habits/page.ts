// Styles of the habits; the page works without script.
import "./page.css";
