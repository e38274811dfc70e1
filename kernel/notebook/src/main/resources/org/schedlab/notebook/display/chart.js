// Draws a chart in the place of its static picture, from the same numbers, and answers the pointer: the values under it,
// zoom along the horizontal axis, series on and off.

function isDark(host) {
  for (var at = host; at; at = at.parentElement) {
    var parts = getComputedStyle(at).backgroundColor.match(/[\d.]+/g);
    if (parts && (parts.length < 4 || parseFloat(parts[3]) > 0.5)) {
      return 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2] < 128;
    }
  }
  return false;
}

function element(parent, tag, style, text) {
  var made = document.createElement(tag);
  made.style.cssText = style;
  if (text) { made.textContent = text; }
  parent.appendChild(made);
  return made;
}

function number(value) {
  if (value === 0) { return '0'; }
  var decimals = Math.max(0, Math.min(6, 5 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString('en-US', { maximumFractionDigits: decimals });
}

// Round places between two values, about so many.
function ticks(low, high, about) {
  var raw = (high - low) / about;
  var power = Math.pow(10, Math.floor(Math.log10(raw)));
  var step = [1, 2, 5, 10].map(function (each) { return each * power; }).find(function (each) { return each >= raw; });
  var found = [];
  for (var at = Math.ceil(low / step); at * step <= high + step * 1e-9; at++) { found.push(at * step); }
  return found;
}

function powers(low, high) {
  var found = [];
  for (var at = Math.ceil(Math.log10(low) - 1e-9); at <= Math.log10(high) + 1e-9; at++) { found.push(Math.pow(10, at)); }
  return found.length > 1 ? found : ticks(low, high, 4);
}

var FONT = '12px sans-serif', LEFT = 62, RIGHT = 30, GAP = 10, BOTTOM = 38;

function start(id, chart) {
  document.querySelectorAll('[data-schedlab-chart="' + id + '"]:not([data-drawn])').forEach(function (host) {
    host.setAttribute('data-drawn', '');
    show(host, chart);
  });
}

function show(host, chart) {
  var dark = isDark(host);
  var ink = dark ? '#c8ccd0' : '#333', rule = dark ? 'rgba(255,255,255,0.14)' : 'rgba(0,0,0,0.12)';
  var view = { from: chart.x.from, to: chart.x.to }, hidden = {}, pointer = null, drag = null;
  var image = host.querySelector('img');
  var card = element(host, 'div', 'position:relative;max-width:' + chart.width + 'px;font:' + FONT + ';color:' + ink);
  element(card, 'div', 'font-weight:bold;text-align:center', chart.title);
  chart.captions.forEach(function (text) { element(card, 'div', 'text-align:center', text); });
  var canvas = element(card, 'canvas', 'display:block;width:100%;touch-action:pan-y;cursor:crosshair');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', image.alt);
  var legend = element(card, 'div', 'display:flex;flex-wrap:wrap;gap:2px 14px;justify-content:center');
  var tip = element(card, 'div', 'position:absolute;display:none;pointer-events:none;padding:3px 7px;border-radius:4px;white-space:pre;'
    + 'z-index:1;border:1px solid ' + rule + ';background:' + (dark ? '#16191d' : '#fff'));
  element(card, 'div', 'opacity:0.6;text-align:center', (chart.x.names ? '' : 'Drag to zoom, double-click to see all. ')
    + 'Click a name to take its series away or bring it back.');
  image.style.display = 'none';

  chart.legend.forEach(function (each) {
    var entry = element(legend, 'span', 'cursor:pointer;user-select:none');
    element(entry, 'span', 'display:inline-block;width:10px;height:10px;margin-right:4px;background:' + each.colour);
    entry.appendChild(document.createTextNode(each.name));
    entry.onclick = function () {
      hidden[each.name] = !hidden[each.name];
      entry.style.opacity = hidden[each.name] ? 0.35 : 1;
      redraw();
    };
  });

  function log() { return chart.x.log; }
  function place(x) {
    var part = log() ? Math.log(x / view.from) / Math.log(view.to / view.from) : (x - view.from) / (view.to - view.from);
    return LEFT + part * (canvas.clientWidth - LEFT - RIGHT);
  }
  function value(pixel) {
    var part = (pixel - LEFT) / (canvas.clientWidth - LEFT - RIGHT);
    return log() ? view.from * Math.pow(view.to / view.from, part) : view.from + part * (view.to - view.from);
  }
  function shown(row) { return row.series.filter(function (each) { return !hidden[each.name]; }); }

  // The last point at or before a place; -1 if none is.
  function before(xs, x) {
    var low = 0, high = xs.length - 1;
    while (low <= high) {
      var middle = (low + high) >> 1;
      if (xs[middle] <= x) { low = middle + 1; } else { high = middle - 1; }
    }
    return high;
  }

  function redraw() {
    var width = canvas.clientWidth;
    if (width === 0) { return; }
    var dense = window.devicePixelRatio || 1, height = chart.height - 60;
    canvas.style.height = height + 'px';
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
    var pen = canvas.getContext('2d');
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = FONT;
    var each = (height - BOTTOM - 8 - GAP * (chart.rows.length - 1)) / chart.rows.length;
    chart.rows.forEach(function (row, index) { drawRow(pen, row, 8 + index * (each + GAP), each, width); });
    pen.fillStyle = ink;
    pen.textAlign = 'center';
    var bottom = height - BOTTOM;
    if (chart.x.names) {
      var room = (width - LEFT - RIGHT) / chart.x.names.length;
      chart.x.names.forEach(function (name, at) {
        if (pen.measureText(name).width < room || chart.x.names.length < 4) { pen.fillText(name, LEFT + (at + 0.5) * room, bottom + 16); }
      });
    } else {
      (log() ? powers(view.from, view.to) : ticks(view.from, view.to, Math.max(2, width / 90))).forEach(function (at) {
        pen.fillText(number(at), place(at), bottom + 16);
      });
    }
    pen.fillText(chart.x.label, LEFT + (width - LEFT - RIGHT) / 2, bottom + 32);
    tell();
  }

  function drawRow(pen, row, top, height, width) {
    function up(y) { return top + height - (y - row.from) / (row.to - row.from) * height; }
    pen.strokeStyle = rule;
    pen.lineWidth = 1;
    pen.fillStyle = ink;
    pen.textAlign = 'right';
    ticks(row.from, row.to, Math.max(2, Math.min(6, height / 22))).forEach(function (at) {
      pen.beginPath();
      pen.moveTo(LEFT, up(at));
      pen.lineTo(width - RIGHT, up(at));
      pen.stroke();
      pen.fillText(number(at), LEFT - 5, up(at) + 4);
    });
    pen.save();
    pen.translate(12, top + height / 2);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = 'center';
    pen.fillText(row.label, 0, 0);
    pen.restore();
    pen.save();
    pen.beginPath();
    pen.rect(LEFT, top, width - LEFT - RIGHT, height);
    pen.clip();
    var present = shown(row);
    present.forEach(function (series, number) {
      pen.strokeStyle = pen.fillStyle = series.colour;
      pen.lineWidth = 1.6;
      if (chart.x.names) {
        var room = (width - LEFT - RIGHT) / chart.x.names.length, bar = room * 0.8 / present.length;
        series.y.forEach(function (y, at) {
          if (y !== null) { pen.fillRect(LEFT + at * room + room * 0.1 + number * bar, up(y), bar * 0.92, up(Math.max(0, row.from)) - up(y)); }
        });
        return;
      }
      pen.beginPath();
      series.x.forEach(function (x, at) {
        if (at > 0 && row.steps) { pen.lineTo(place(x), up(series.y[at - 1])); }
        pen.lineTo(place(x), up(series.y[at]));
      });
      pen.stroke();
    });
    pen.restore();
  }

  function tell() {
    if (!pointer || drag) { tip.style.display = 'none'; return; }
    var lines = [], width = canvas.clientWidth;
    if (pointer.x < LEFT || pointer.x > width - RIGHT) { tip.style.display = 'none'; return; }
    if (chart.x.names) {
      var at = Math.min(chart.x.names.length - 1, Math.floor((pointer.x - LEFT) / ((width - LEFT - RIGHT) / chart.x.names.length)));
      lines.push(chart.x.names[at]);
      chart.rows.forEach(function (row) {
        shown(row).forEach(function (series) {
          if (series.y[at] !== null) { lines.push(series.name + ': ' + number(series.y[at]) + ' · ' + row.label); }
        });
      });
    } else {
      var x = value(pointer.x);
      lines.push(chart.x.label + ' ' + number(x));
      chart.rows.forEach(function (row) {
        shown(row).forEach(function (series) {
          var index = before(series.x, x);
          if (index >= 0) { lines.push(series.name + ': ' + number(series.y[index])); }
        });
      });
    }
    tip.textContent = lines.slice(0, 24).join('\n');
    tip.style.display = 'block';
    var right = pointer.x > width / 2;
    tip.style.left = right ? '' : pointer.x + 14 + 'px';
    tip.style.right = right ? width - pointer.x + 14 + 'px' : '';
    tip.style.top = canvas.offsetTop + pointer.y + 'px';
  }

  function at(event) {
    var box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
  canvas.onpointermove = function (event) { pointer = at(event); tell(); };
  canvas.onpointerleave = function () { pointer = null; tell(); };
  canvas.onpointerdown = function (event) { drag = chart.x.names ? null : at(event).x; };
  canvas.onpointerup = function (event) {
    var from = drag, to = at(event).x;
    drag = null;
    if (from !== null && Math.abs(to - from) > 5) {
      var low = Math.max(view.from, value(Math.min(from, to))), high = Math.min(view.to, value(Math.max(from, to)));
      view = { from: low, to: high };
      redraw();
    }
  };
  canvas.ondblclick = function () { view = { from: chart.x.from, to: chart.x.to }; redraw(); };
  new ResizeObserver(redraw).observe(card);
  redraw();
}
