// Reads Flutter's semantics tree: what a screen reader has to go by. Evaluated as ({lines, nodes}).
() => {
  const host = document.querySelector("flt-semantics-host");
  const lines = [], nodes = [];
  const INTERACTIVE = "button link checkbox radio switch tab menuitem option textbox combobox slider spinbutton".split(" ");

  const squeeze = (text) => (text || "").replace(/\s+/g, " ").trim();
  const ownText = (element) =>
    squeeze([...element.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join(" "));

  function role(element) {
    if (element.matches("input[type=range]")) return "slider";
    if (element.matches("input, textarea")) return "textbox";
    if (element.matches("a[href]")) return "link";
    if (/^H[1-6]$/.test(element.tagName)) return "heading";
    return element.getAttribute("role") || (element.hasAttribute("flt-tappable") ? "button" : "");
  }

  function nameOf(element) {
    return squeeze(element.getAttribute("aria-label")) || squeeze(element.textContent);
  }

  function groupsOf(element) {
    const group = element.parentElement.closest("[role=group][aria-label]");
    return group ? `${groupsOf(group)} / ${squeeze(group.getAttribute("aria-label"))}` : "";
  }

  // Half scrolled out of sight: its box is only the part that still shows.
  function cut(element, box) {
    const view = element.parentElement.closest("[style*=scrollbar-width]")?.getBoundingClientRect();
    return !!view && (box.top - view.top < 8 || view.bottom - box.bottom < 8);
  }

  function walk(element) {
    const style = getComputedStyle(element);
    if (style.display === "none" || element.getAttribute("aria-hidden") === "true") return;
    for (const text of [squeeze(element.getAttribute("aria-label")), squeeze(element.getAttribute("aria-description"))])
      if (text) lines.push(text);
    if (!element.matches("textarea") && ownText(element)) lines.push(ownText(element));
    const kind = role(element);
    if (INTERACTIVE.includes(kind)) {
      const box = element.getBoundingClientRect();
      nodes.push({
        role: kind,
        name: nameOf(element),
        group: groupsOf(element),
        disabled: element.getAttribute("aria-disabled") === "true" || element.disabled === true,
        cut: cut(element, box),
        x: box.x, y: box.y, width: box.width, height: box.height,
      });
    }
    for (const child of element.children) walk(child);
  }

  if (host) walk(host);
  return { lines, nodes };
}
