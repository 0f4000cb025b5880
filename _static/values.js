// The value under pointer, finger or arrow key, for the figures of a page; edition.js asks for this file when a reader first comes to a figure.
(function () {
  "use strict";
  const known = new Map(), REACH = { mouse: 28, touch: 44, pen: 36 }; // pixels from a point
  const SVG = "http://www.w3.org/2000/svg";

  // A script of the figure hands over its values: by layout, [[x, y, words], …] in units of the drawing.
  window.editionValues = (name, values) => known.set(name, values);

  window.editionValues.start = (chart) => {
    const values = known.get(chart.dataset.values) || {}, spoken = document.createElement("p");
    spoken.className = "note-said";
    spoken.setAttribute("role", "status");
    chart.append(spoken);
    ["wide", "narrow"].forEach((layout) => {
      const drawing = chart.querySelector(`svg.chart-${layout}`), points = (values[layout] || []).slice().sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      if (!drawing || !points.length) return;
      const ring = document.createElementNS(SVG, "circle");
      ring.setAttribute("class", "note-ring");
      ring.setAttribute("r", 7);
      let now = -1;

      const scale = () => drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
      const hide = () => { now = -1; ring.remove(); window.editionBox.close(); };
      const show = (place) => {
        now = place;
        const [x, y, words] = points[place], frame = drawing.getBoundingClientRect(), part = document.createElement("div");
        ring.setAttribute("cx", x);
        ring.setAttribute("cy", y);
        drawing.append(ring);
        part.textContent = words;
        const left = frame.left + x * scale(), top = frame.top + y * scale();
        window.editionBox.show(drawing, part, { left: left + 20, top: top - 8, bottom: top + 8 });
      };
      const near = (event) => {
        const frame = drawing.getBoundingClientRect(), reach = REACH[event.pointerType] || 28;
        let best = -1, least = reach;
        points.forEach(([x, y], place) => {
          const far = Math.hypot(frame.left + x * scale() - event.clientX, frame.top + y * scale() - event.clientY);
          if (far < least) { least = far; best = place; }
        });
        return best;
      };
      const follow = (event) => {
        const place = near(event);
        if (place < 0) { if (now >= 0 && event.pointerType === "mouse") hide(); } else if (place !== now) show(place);
      };
      drawing.addEventListener("pointermove", follow);
      drawing.addEventListener("pointerdown", follow);
      drawing.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") hide(); });
      drawing.addEventListener("focus", () => { if (now < 0 && drawing.matches(":focus-visible")) say(0); });
      drawing.addEventListener("blur", hide);
      const say = (place) => {
        show(place);
        spoken.textContent = points[place][2];
      };
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      drawing.addEventListener("keydown", (event) => {
        if (event.key === "Escape") return hide();
        const ends = { Home: 0, End: points.length - 1 };
        const next = event.key in ends ? ends[event.key] : event.key in steps ? Math.min(points.length - 1, Math.max(0, now + steps[event.key])) : -1;
        if (next < 0) return;
        event.preventDefault();
        say(next);
      });
      if (document.activeElement === drawing && drawing.matches(":focus-visible")) say(0);
    });
  };
})();
