import "./page.css";
import "../../components/choices/choices";
