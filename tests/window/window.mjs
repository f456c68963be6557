// The window as a person uses it: places by name, keys, what is in sight.

import path from "node:path";
import { readFileSync } from "node:fs";
import { ARTEFACTS, PROJECT, until } from "./stage.mjs";

const AXE = readFileSync(path.join(PROJECT, "tests/window/node_modules/axe-core/axe.min.js"), "utf8");

export class Window {
  constructor(browser) {
    this.browser = browser;
  }

  async go(place) {
    const button = `//nav//button[normalize-space()="${place}"]`;
    await this.browser.$(button).click();
    await this.browser.$(`${button}[@aria-current="page"]`).waitForExist();
  }

  async click(name) {
    const button = await this.browser.$(`//main//button[normalize-space()="${name}"]`);
    await button.waitForEnabled();
    await button.click();
  }

  /** The text in sight, as one line. */
  async text(selector = "main") {
    const element = await this.browser.$(selector);
    return (await element.isExisting()) ? (await element.getText()).replace(/\s+/g, " ") : "";
  }

  async waitForText(selector, wanted) {
    try {
      await until(`${selector} says ${wanted}`, async () => wanted.test(await this.text(selector)));
    } catch (error) {
      throw new Error(`${error.message}; it says: ${await this.text(selector)}`);
    }
  }

  async choose(label, value) {
    await this.browser.$(`#${label}`).selectByAttribute("value", value);
  }

  /** Whether the interviewer asks aloud. */
  async voice(on) {
    await this.go("Settings");
    const voice = await this.browser.$("#voice");
    if ((await voice.isSelected()) !== on) await voice.click();
  }

  /** From Rehearse, without a voice: starts a take and waits until it is recorded. */
  async startTake() {
    await this.click("Start the take");
    await this.waitForText(".clock", /0:0\d/);
  }

  /** Once asked whether to discard the take: yes. */
  async discard() {
    await this.browser.$('//*[@role="alertdialog"]//button[normalize-space()="Discard"]').click();
  }

  /** Keeps a picture of what is in sight. WebKitGTK takes one only with the next frame, and a window in which nothing
   * moves draws none: so something as small as can be moves meanwhile. */
  async picture(name) {
    await this.browser.execute(() => {
      const speck = document.body.appendChild(document.createElement("i"));
      speck.id = "speck";
      speck.setAttribute("aria-hidden", "true");
      Object.assign(speck.style, {
        position: "fixed",
        right: "0",
        bottom: "0",
        width: "1px",
        height: "1px",
      });
      const draw = (t) => {
        speck.style.background = Math.round(t / 16) % 2 ? "transparent" : "currentColor";
        if (speck.isConnected) requestAnimationFrame(draw);
      };
      requestAnimationFrame(draw);
    });
    // What was asked for just before (a scroll) is drawn by the second frame.
    await this.browser.executeAsync((done) =>
      requestAnimationFrame(() => requestAnimationFrame(() => done())),
    );
    await this.browser.saveScreenshot(path.join(ARTEFACTS, `${name}.png`));
    await this.browser.execute(() => document.getElementById("speck").remove());
  }

  /** What axe-core finds wrong with what is in sight. */
  async violations() {
    await this.browser.execute(AXE);
    const found = await this.browser.executeAsync(async (done) => {
      // A colour on its way from one to another belongs to neither: what moves comes to rest first. What is begun meanwhile
      // is waited for too.
      const moving = () =>
        document
          .getAnimations()
          .filter(
            (each) => each.playState === "running" && each.effect?.getComputedTiming().endTime < Infinity,
          );
      while (moving().length > 0) await Promise.allSettled(moving().map((each) => each.finished));
      window.axe.run(document, { resultTypes: ["violations"] }).then((result) =>
        done(
          result.violations.map((violation) => ({
            id: violation.id,
            help: violation.help,
            where: violation.nodes.map((node) => node.html.slice(0, 120)),
          })),
        ),
      );
    });
    return found;
  }
}
