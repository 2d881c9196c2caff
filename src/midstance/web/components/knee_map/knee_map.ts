// The pain map needs no script, only these styles.
import "./drawing.css";
import "./knee_map.css";
import "./zones.css";
