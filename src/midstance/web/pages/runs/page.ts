// Styles of the list of runs. Search and order work as a plain form; htmx only spares the reload.
import "./page.css";
