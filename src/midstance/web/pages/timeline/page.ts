// Styles of the timeline. The switches are links; htmx swaps the part that changes.
import "./page.css";
import "../load/page.css";
