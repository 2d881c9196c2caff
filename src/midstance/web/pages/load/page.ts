// Styles of the load page. The switches are links; htmx swaps the part that changes.
import "./page.css";
import "../runs/page.css";
