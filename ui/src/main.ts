// Mounts the window. Styles first, so that nothing is ever seen without them.
import "./lib/language";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "./style.css";

import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no element with the id 'app'");
mount(App, { target });
