// Styles of the page on what changed before a pain; it works without script.
import "./page.css";
