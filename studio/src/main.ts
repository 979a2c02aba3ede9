import "./frame/style.css";
import App from "./frame/App.svelte";
import { mount } from "svelte";

// The address's token has been exchanged for a cookie; it belongs in no bookmark.
history.replaceState(null, "", location.pathname + location.hash);
mount(App, { target: document.getElementById("app")! });
