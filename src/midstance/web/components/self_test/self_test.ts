// The drawings of the self-tests need no script, only these styles.
import "../body/body.css";
import "../knee_map/drawing.css";
import "./self_test.css";
