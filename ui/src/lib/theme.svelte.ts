// Dark, light, or as the system has it; kept on the document so that plain CSS does the rest.

import type { Theme } from "./bindings";

export class ThemeState {
  #chosen = $state<Theme>("system");
  #systemIsDark = $state(false);

  get shown(): "dark" | "light" {
    if (this.#chosen !== "system") return this.#chosen;
    return this.#systemIsDark ? "dark" : "light";
  }

  choose(theme: Theme) {
    this.#chosen = theme;
  }

  /** Follows the system until the returned function is called. */
  follow(): () => void {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const look = () => {
      this.#systemIsDark = system.matches;
    };
    look();
    system.addEventListener("change", look);
    return () => system.removeEventListener("change", look);
  }
}
