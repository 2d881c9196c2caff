import "../../components/player/player";
