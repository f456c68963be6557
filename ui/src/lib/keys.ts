// Keys that hold for a whole view.

/** Enter, pressed where nothing has the focus: it begins what the view is for. */
export function begins(event: KeyboardEvent) {
  const alone = !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  return event.key === "Enter" && alone && event.target === document.body;
}
