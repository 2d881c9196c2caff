// Styles of the run page. The tissue switch is a row of links; htmx swaps the drawing alone.
import "./page.css";
import "../load/page.css";
