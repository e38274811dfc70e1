// Puts the drawing in the place of the static picture, and answers the pointer.

function element(parent, tag, style, text) {
  var made = document.createElement(tag);
  made.style.cssText = style;
  if (text) { made.textContent = text; }
  parent.appendChild(made);
  return made;
}

// The page's own ground decides: notebooks have themes of their own, whatever the system's is.
function isDark(host) {
  for (var at = host; at; at = at.parentElement) {
    var parts = getComputedStyle(at).backgroundColor.match(/[\d.]+/g);
    if (parts && (parts.length < 4 || parseFloat(parts[3]) > 0.5)) {
      return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
    }
  }
  return false;
}

function start(id, picture) {
  var hosts = document.querySelectorAll('[data-schedlab-timeline="' + id + '"]:not([data-drawn])');
  if (typeof DecompressionStream === 'undefined' || picture.length === 0) { return; }
  hosts.forEach(function (host) {
    host.setAttribute('data-drawn', '');
    unpack(picture.data).then(function (bytes) { show(host, picture, read(bytes, picture)); });
  });
}

function show(host, picture, content) {
  var theme = picture.themes[isDark(host) ? 'dark' : 'light'];
  var shortest = Math.min(picture.length, 20);
  var view = { from: 0, to: picture.length };
  var selection = null, drag = null, due = false, size = { width: 0, height: 0 };
  var image = host.querySelector('img');

  var card = element(host, 'div', 'position:relative;padding:8px;border-radius:4px;font:12px sans-serif;line-height:1.4;'
    + 'background:' + theme.ground + ';color:' + theme.text);
  element(card, 'div', 'font-weight:bold;font-size:14px', picture.title);
  picture.captions.forEach(function (text) { element(card, 'div', 'font-size:11px;color:' + theme.faint, text); });
  var bar = element(card, 'div', 'display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin:4px 0;font-size:11px');
  KINDS.forEach(function (kind, index) {
    var entry = element(bar, 'span', '');
    element(entry, 'span', 'display:inline-block;width:10px;height:10px;margin-right:4px;background:' + theme.kinds[index]);
    entry.appendChild(document.createTextNode(kind));
  });
  var buttons = element(bar, 'span', 'margin-left:auto;white-space:nowrap');
  var canvas = element(card, 'canvas', 'display:block;width:100%;min-width:400px;touch-action:pan-y;cursor:grab;outline-width:1px');
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', picture.words);
  var note = element(card, 'div', 'font-size:11px;min-height:15px;color:' + theme.faint);
  element(card, 'div', 'font-size:11px;color:' + theme.faint,
    'Drag to pan; click, then the wheel zooms (or Ctrl and the wheel); drag with Shift to sum up an interval.');
  picture.notes.forEach(function (text) { element(card, 'div', 'font-size:11px;color:' + theme.faint, text); });
  var chosen = element(card, 'div', 'margin-top:6px');
  var tip = element(card, 'div', 'position:absolute;display:none;pointer-events:none;padding:4px 8px;border-radius:4px;'
    + 'font-size:11px;white-space:pre;z-index:1;border:1px solid ' + theme.faint + ';background:' + theme.ground
    + ';color:' + theme.text);
  image.style.display = 'none';
  size.height = Math.max.apply(null, content.lanes.map(function (lane) { return lane.top + lane.height; })) + 38;

  function nanosAt(x) {
    return view.from + (x - picture.left) / (size.width - picture.left - RIGHT) * (view.to - view.from);
  }

  function redraw() {
    due = false;
    // In a page that is not shown yet there is no width; the observer tells when there is.
    if (canvas.clientWidth === 0) { return; }
    size.width = canvas.clientWidth;
    var dense = window.devicePixelRatio || 1;
    canvas.style.height = size.height + 'px';
    canvas.width = Math.round(size.width * dense);
    canvas.height = Math.round(size.height * dense);
    var context = canvas.getContext('2d');
    context.setTransform(dense, 0, 0, dense, 0, 0);
    note.textContent = draw(context, size, picture, content, view, theme);
    if (selection) {
      var scale = (size.width - picture.left - RIGHT) / (view.to - view.from);
      var left = Math.max(picture.left, picture.left + (selection.from - view.from) * scale);
      var right = Math.min(size.width - RIGHT, picture.left + (selection.to - view.from) * scale);
      context.globalAlpha = 0.25;
      context.fillStyle = theme.arrow;
      context.fillRect(left, 14, Math.max(0, right - left), size.height - 48);
    }
  }

  function later() {
    if (!due) {
      due = true;
      requestAnimationFrame(redraw);
    }
  }

  function look(from, length) {
    var wide = Math.min(picture.length, Math.max(shortest, length));
    view.from = Math.min(Math.max(0, from), picture.length - wide);
    view.to = view.from + wide;
    later();
  }

  function zoom(times, around) {
    var length = (view.to - view.from) / times;
    look(around - (around - view.from) / times, length);
  }

  function pan(part) { look(view.from + part * (view.to - view.from), view.to - view.from); }

  function button(text, title, action) {
    var made = element(buttons, 'button', 'font:12px sans-serif;min-width:26px;margin-left:3px;cursor:pointer;'
      + 'border-radius:4px;border:1px solid ' + theme.faint + ';background:' + theme.rule + ';color:' + theme.text, text);
    made.type = 'button';
    made.title = title;
    made.addEventListener('click', action);
  }

  function middle() { return (view.from + view.to) / 2; }

  button('+', 'zoom in', function () { zoom(2, middle()); });
  button('−', 'zoom out', function () { zoom(0.5, middle()); });
  button('◀', 'earlier', function () { pan(-0.5); });
  button('▶', 'later', function () { pan(0.5); });
  button('selection', 'zoom to what is selected', function () {
    if (selection) { look(selection.from, selection.to - selection.from); }
  });
  button('all', 'all of it', function () { look(0, picture.length); });

  function table() {
    chosen.textContent = '';
    if (!selection) { return; }
    element(chosen, 'div', 'font-weight:bold', 'Selected: ' + between(picture, selection.from, selection.to));
    var rows = element(chosen, 'table', 'border-collapse:collapse;font-size:11px;color:inherit;background:none');
    var head = element(rows, 'tr', 'background:none');
    ['task', 'running', 'waiting', 'blocked', 'sleeping'].forEach(function (text) {
      element(head, 'th', 'text-align:' + (text === 'task' ? 'left' : 'right') + ';padding:1px 8px;color:inherit', text);
    });
    sums(content, selection.from, selection.to).forEach(function (sum) {
      var row = element(rows, 'tr', 'background:none');
      element(row, 'td', 'padding:1px 8px;text-align:left;color:inherit', taskText(picture, sum.number));
      sum.nanos.forEach(function (nanos) {
        element(row, 'td', 'padding:1px 8px;text-align:right;color:inherit', lengthText(Math.round(nanos)));
      });
    });
  }

  function place(event) {
    var frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  function inside(nanos) { return Math.min(Math.max(0, nanos), picture.length); }

  function tell(event) {
    var at = place(event);
    var pixel = (view.to - view.from) / size.width;
    var words = at.x < picture.left ? [] : wordsAt(picture, content, nanosAt(at.x), at.y, pixel);
    tip.style.display = words.length ? 'block' : 'none';
    tip.textContent = words.join('\n');
    var frame = card.getBoundingClientRect();
    var left = event.clientX - frame.left + 14;
    tip.style.left = Math.max(0, Math.min(left, frame.width - tip.offsetWidth - 4)) + 'px';
    tip.style.top = event.clientY - frame.top + 14 + 'px';
  }

  canvas.addEventListener('pointerdown', function (event) {
    var at = place(event);
    canvas.setPointerCapture(event.pointerId);
    drag = { x: at.x, from: view.from, selects: event.shiftKey, nanos: nanosAt(at.x) };
    canvas.focus({ preventScroll: true });
    event.preventDefault();
  });
  canvas.addEventListener('pointermove', function (event) {
    if (!drag) { tell(event); return; }
    tip.style.display = 'none';
    var x = place(event).x;
    if (drag.selects) {
      var ends = [inside(drag.nanos), inside(nanosAt(x))].sort(function (a, b) { return a - b; });
      selection = ends[1] > ends[0] ? { from: Math.round(ends[0]), to: Math.round(ends[1]) } : null;
      later();
    } else {
      look(drag.from - (x - drag.x) * (view.to - view.from) / (size.width - picture.left - RIGHT), view.to - view.from);
    }
  });
  canvas.addEventListener('pointerup', function () {
    if (drag && drag.selects) { table(); }
    drag = null;
  });
  canvas.addEventListener('pointercancel', function () { drag = null; });
  canvas.addEventListener('pointerleave', function () { tip.style.display = 'none'; });
  // Who only scrolls past must not be caught: the wheel is ours when the picture was clicked, or with Ctrl.
  canvas.addEventListener('wheel', function (event) {
    if (document.activeElement !== canvas && !event.ctrlKey && !event.metaKey) { return; }
    event.preventDefault();
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      pan(Math.sign(event.deltaX) * 0.1);
    } else {
      zoom(Math.pow(1.0015, -event.deltaY), nanosAt(place(event).x));
    }
  }, { passive: false });
  canvas.addEventListener('keydown', function (event) {
    var actions = {
      ArrowLeft: function () { pan(-0.1); },
      ArrowRight: function () { pan(0.1); },
      '+': function () { zoom(2, middle()); },
      '-': function () { zoom(0.5, middle()); },
      Escape: function () { selection = null; table(); later(); }
    };
    if (actions[event.key]) {
      actions[event.key]();
      event.preventDefault();
      event.stopPropagation();
    }
  });
  if (typeof ResizeObserver !== 'undefined') { new ResizeObserver(later).observe(card); }
  redraw();
}
