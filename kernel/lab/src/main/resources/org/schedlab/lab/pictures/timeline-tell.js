// What lies under the pointer, and sums over a selection, in words.

var KINDS = ['running', 'waiting', 'blocked', 'sleeping', 'interrupt'];

function lengthText(nanos) {
  var units = [[1e9, ' s'], [1e6, ' ms'], [1e3, ' µs'], [1, ' ns']];
  var unit = units.find(function (each) { return nanos >= each[0]; }) || units[3];
  return parseFloat((nanos / unit[0]).toFixed(6)) + unit[1];
}

function instantText(picture, nanos) {
  var all = Math.round(picture.from + nanos);
  return Math.floor(all / 1e9) + '.' + String(all % 1e9).padStart(9, '0') + ' s';
}

function taskText(picture, number) {
  return picture.tasks[number] ? picture.tasks[number][0] : 'a task';
}

function wakerText(picture, wake) {
  var who = wake.waker === -1 ? 'an interrupt' : wake.waker === -2 ? 'the idle task' : taskText(picture, wake.waker);
  return 'woken by ' + who + ' on CPU ' + wake.cpu + ' at ' + instantText(picture, wake.waking)
    + ', then waited ' + lengthText(wake.wait);
}

// The last wake-up of a task that lies in a piece or shortly before it.
function wakeOf(content, lane, i) {
  var start = i > 0 && lane.kinds[i] === 0 && lane.kinds[i - 1] === 1 ? lane.from[i - 1] : lane.from[i];
  var found = null;
  (content.wakesOfTask[lane.number] || []).forEach(function (wake) {
    if (wake.wakeup >= start && wake.wakeup < lane.to[i]) { found = wake; }
  });
  return found;
}

function between(picture, from, to) {
  return instantText(picture, from) + ' to ' + instantText(picture, to) + ' (' + lengthText(to - from) + ')';
}

function pieceWords(picture, content, lane, i) {
  var lines = [];
  var merged = lane.merged[i] > 1;
  if (lane.kind === 'task') {
    lines.push(taskText(picture, lane.number) + ': ' + KINDS[lane.kinds[i]]
      + (lane.subject[i] >= 0 && lane.kinds[i] === 0 ? ' on CPU ' + lane.subject[i] : '')
      + (lane.subject[i] >= 0 && lane.kinds[i] === 1 ? ' for CPU ' + lane.subject[i] : ''));
  } else if (lane.kind === 'interrupts') {
    lines.push('CPU ' + lane.number + ': interrupt, ' + (picture.interrupts[lane.subject[i]] || 'of several kinds'));
  } else {
    lines.push('CPU ' + lane.number + ': '
      + (lane.subject[i] < 0 ? 'several tasks' : taskText(picture, lane.subject[i])));
  }
  lines.push(between(picture, lane.from[i], lane.to[i]));
  if (merged) {
    lines.push('merged here: ' + lane.merged[i] + ' intervals; this part is ' + lengthText(lane.nanos[i]));
  }
  var wake = lane.kind === 'task' && lane.kinds[i] !== 3 && lane.kinds[i] !== 2 ? wakeOf(content, lane, i) : null;
  if (wake) { lines.push(wakerText(picture, wake)); }
  return lines;
}

function gapWords(picture, content, lane, i, nanos) {
  var away = lane.kind === 'cpu' && content.offline.find(function (span) {
    return span.cpu === lane.number && nanos >= span.from && nanos < span.to;
  });
  if (away) { return ['CPU ' + lane.number + ': offline', between(picture, away.from, away.to)]; }
  var from = i > 0 ? lane.to[i - 1] : 0;
  var to = i < lane.count ? lane.from[i] : picture.length;
  return lane.kind === 'cpu' && nanos >= from && nanos < to
    ? ['CPU ' + lane.number + ': idle', between(picture, from, to)] : [];
}

// @param y in the lane's pixels, to tell the parts of a column
function wordsAt(picture, content, nanos, y, pixel) {
  var lane = content.lanes.find(function (each) { return y >= each.top && y < each.top + each.height; });
  if (!lane || nanos < 0 || nanos >= picture.length) { return []; }
  var up = (lane.top + lane.height - y) / lane.height;
  var first = firstAfter(lane, nanos), best = -1;
  for (var i = first; i < lane.count && lane.from[i] <= nanos + pixel; i++) {
    var length = lane.to[i] - lane.from[i];
    var inColumn = lane.nanos[i] === length
      || (up >= lane.below[i] / length && up < (lane.below[i] + lane.nanos[i]) / length);
    if (best < 0 && inColumn) { best = i; }
  }
  return best >= 0 ? pieceWords(picture, content, lane, best) : gapWords(picture, content, lane, first, nanos);
}

// For each task lane: ns of each kind within the selection. Of a merged column's parts the share that lies in it.
function sums(content, from, to) {
  return content.lanes.filter(function (lane) { return lane.kind === 'task'; }).map(function (lane) {
    var row = { number: lane.number, nanos: [0, 0, 0, 0] };
    for (var i = firstAfter(lane, from); i < lane.count && lane.from[i] < to; i++) {
      var share = (Math.min(to, lane.to[i]) - Math.max(from, lane.from[i])) / (lane.to[i] - lane.from[i]);
      row.nanos[lane.kinds[i]] += lane.nanos[i] * share;
    }
    return row;
  }).filter(function (row) { return row.nanos[0] + row.nanos[1] + row.nanos[2] + row.nanos[3] > 0; })
    .sort(function (a, b) { return b.nanos[0] - a.nanos[0] || b.nanos[1] - a.nanos[1]; });
}
