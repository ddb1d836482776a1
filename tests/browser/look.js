// What a careful eye would find wrong with a page's layout: runs in the page, gives a list of findings.
(() => {
  const found = [];
  const wide = innerWidth;
  const named = (el) => {
    const words = (el.getAttribute("aria-label") || el.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50);
    const css = el.getAttribute("class");
    return `<${el.tagName.toLowerCase()}${css ? ` class="${css}"` : ""}> “${words}”`;
  };
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && !hidden(el);
  // For screen readers only, or the skip link while nobody is on it.
  const hidden = (el) => el.closest(".visually-hidden, .unseen, .skip");

  const page = document.scrollingElement;
  if (page.scrollWidth > wide + 1) {
    const guilty = [...document.querySelectorAll("body *")].filter((el) => {
      return shown(el) && el.getBoundingClientRect().right > wide + 1 && !clipped(el);
    });
    found.push(`wider than the window: ${page.scrollWidth} px, by ${guilty.slice(-1).map(named)}`);
  }

  // The part of a box that its scrolling ancestors show.
  function scroller(el) {
    for (let up = el.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX !== "visible" || style.overflowY !== "visible") return up;
    }
    return null;
  }
  function clipped(el) { return scroller(el) !== null; }
  function visible(rect, el) {
    let { left, top, right, bottom } = rect;
    for (let up = scroller(el); up; up = scroller(up)) {
      const box = up.getBoundingClientRect();
      left = Math.max(left, box.left); right = Math.min(right, box.right);
      top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
    }
    return { left, top, right, bottom };
  }

  // Text cut off: in what is small and must be read whole.
  for (const el of document.querySelectorAll("h1, h2, h3, h4, button, .button, summary, legend, label, dt, nav a, .flag, .draft")) {
    if (!shown(el)) continue;
    const style = getComputedStyle(el);
    const cut = (style.overflowX !== "visible" && el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0)
      || (style.overflowY !== "visible" && el.scrollHeight > el.clientHeight + 1 && el.clientHeight > 0);
    const box = el.getBoundingClientRect();
    if (cut) found.push(`cut off: ${named(el)}`);
    else if (!clipped(el) && (box.right > wide + 1 || box.left < -1)) found.push(`outside the window: ${named(el)}`);
  }

  // Overlaps: of what can be pressed, and of words in drawings.
  const pressed = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((el) => shown(el) && !el.closest("svg"));
  overlaps(pressed.filter((el) => !stuck(el)).flatMap(screen), 4, "overlapping");
  const words = Map.groupBy([...document.querySelectorAll("svg text")].filter(shown).map(turned), (box) => box.angle);
  for (const boxes of words.values()) overlaps(boxes, 3, "words over words in a drawing");

  function stuck(el) {
    const head = el.closest("thead, tbody th");
    return head && getComputedStyle(head).position === "sticky";
  }
  function screen(el) {
    return [...el.getClientRects()].map((rect) => ({ ...visible(rect, el), el }))
      .filter((box) => box.right - box.left > 1 && box.bottom - box.top > 1);
  }
  // The box of words in a drawing, turned so that they run from left to right.
  function turned(el) {
    const { a, b, c, d, e, f } = el.getScreenCTM(), box = el.getBBox(), turn = Math.atan2(b, a);
    const corners = [[box.x, box.y], [box.x + box.width, box.y + box.height]].map(([x, y]) => {
      const [right, down] = [a * x + c * y + e, b * x + d * y + f];
      return [right * Math.cos(turn) + down * Math.sin(turn), down * Math.cos(turn) - right * Math.sin(turn)];
    });
    const [[left, top], [right, bottom]] = corners;
    return { left, top, right, bottom, angle: Math.round(turn * 100), el };
  }
  function overlaps(boxes, least, what) {
    boxes.sort((one, other) => one.top - other.top);
    const told = new Set();
    for (let i = 0; i < boxes.length; i++) {
      const one = boxes[i];
      for (let j = i + 1; j < boxes.length && boxes[j].top < one.bottom - least; j++) {
        const other = boxes[j];
        if (one.el.contains(other.el) || other.el.contains(one.el)) continue;
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) <= least) continue;
        if (Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) <= least) continue;
        const text = `${what}: ${named(one.el)} and ${named(other.el)}`;
        if (!told.has(text)) { told.add(text); found.push(text); }
      }
    }
  }

  // Words that nobody can see the whole of: an ellipsis made by the style sheet.
  for (const el of document.querySelectorAll("body *")) {
    if (getComputedStyle(el).textOverflow === "ellipsis" && el.scrollWidth > el.clientWidth + 1 && shown(el)) {
      found.push(`ends in an ellipsis: ${named(el)}`);
    }
  }
  return found;
})()
