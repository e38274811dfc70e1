// Draws what is in view: view.from and view.to in ns from the picture's beginning.

var MOST_ARROWS = 100;
var RIGHT = 20;

function ticks(picture, view, width) {
  var units = [['s', 1e9, 1e8, 0], ['ms', 1e6, 1e5, 1e9], ['µs', 1e3, 100, 1e6], ['ns', 1, 0, 1e3]];
  var wanted = Math.max(1, (view.to - view.from) * 90 / width);
  var power = Math.pow(10, Math.floor(Math.log10(wanted)));
  var step = [1, 2, 5, 10].map(function (times) { return times * power; })
    .find(function (each) { return each >= wanted * 0.999; });
  var unit = units.find(function (each) { return step >= each[2] * 0.999; });
  var start = picture.from + view.from;
  var base = unit[3] === 0 ? 0 : Math.floor(start / unit[3]) * unit[3];
  var decimals = Math.max(0, Math.round(Math.log10(unit[1])) - Math.floor(Math.log10(step) + 1e-9));
  var all = [];
  for (var at = Math.ceil(start / step) * step; at <= picture.from + view.to; at += step) {
    all.push([at - picture.from, ((at - base) / unit[1]).toFixed(decimals)]);
  }
  var after = base === 0 ? '' : ' after ' + base / 1e9 + ' s';
  return { all: all, title: 'guest time (' + unit[0] + after + ')' };
}

function draw(context, size, picture, content, view, theme) {
  var scale = (size.width - picture.left - RIGHT) / (view.to - view.from);

  function x(nanos) { return picture.left + (nanos - view.from) * scale; }

  function box(colour, left, top, width, height) {
    context.fillStyle = colour;
    context.fillRect(left, top, width, height);
  }

  function colourOf(lane, kind, subject) {
    if (lane.kind !== 'cpu') { return theme.kinds[kind]; }
    return subject < 0 ? theme.several : picture.tasks[subject][1];
  }

  // Pieces that are narrower than a pixel share its column, by their parts of its time.
  function lanePieces(lane) {
    var column = -1, sums = new Map();

    function close() {
      var bottom = lane.top + lane.height, most = 0, left = picture.left + column;
      var rows = [];
      sums.forEach(function (nanos, key) { rows.push([key, nanos]); });
      rows.sort(lane.kind === 'cpu'
        ? function (a, b) { return b[1] - a[1]; }
        : function (a, b) { return a[0] - b[0]; });
      rows.forEach(function (row, index) {
        var height = lane.kind === 'interrupts' ? lane.height : row[1] * scale * lane.height;
        height = Math.min(Math.max(height, index === 0 ? 1.5 : 0), bottom - lane.top);
        var kind = lane.kind === 'cpu' ? 0 : row[0];
        var several = lane.kind === 'cpu' && index > 1;
        box(several ? theme.several : colourOf(lane, kind, row[0]), left, bottom - height, 1, height);
        bottom -= height;
        most++;
      });
      sums.clear();
    }

    for (var i = firstAfter(lane, view.from); i < lane.count && lane.from[i] < view.to; i++) {
      var left = Math.max(picture.left, x(lane.from[i]));
      var right = Math.min(size.width - RIGHT, x(lane.to[i]));
      if (right - left >= 1) {
        if (column >= 0) { close(); column = -1; }
        var length = lane.to[i] - lane.from[i];
        var bottom = lane.top + lane.height * (1 - lane.below[i] / length);
        var height = Math.max(1, lane.height * lane.nanos[i] / length);
        if (lane.kind === 'interrupts') { bottom = lane.top + lane.height; height = lane.height; }
        box(colourOf(lane, lane.kinds[i], lane.subject[i]), left, bottom - height, right - left, height);
        name(lane, i, left, right);
      } else {
        var place = Math.floor(left - picture.left);
        if (place !== column) {
          if (column >= 0) { close(); }
          column = place;
        }
        var key = lane.kind === 'cpu' ? lane.subject[i] : lane.kinds[i];
        sums.set(key, (sums.get(key) || 0) + lane.nanos[i]);
      }
    }
    if (column >= 0) { close(); }
  }

  function name(lane, i, left, right) {
    if (lane.kinds[i] !== 0 || lane.merged[i] > 1) { return; }
    var label = lane.kind === 'cpu' ? picture.tasks[lane.subject[i]][0] : String(lane.subject[i]);
    var short = label.replace(/:\d+$/, '');
    var text = [label, short].find(function (each) { return each.length * 6 <= right - left - 2; });
    if (text) {
      context.fillStyle = theme.named;
      context.textAlign = 'center';
      context.fillText(text, (left + right) / 2, lane.top + lane.height - 4);
    }
  }

  function offline(lane) {
    content.offline.filter(function (span) { return span.cpu === lane.number; }).forEach(function (span) {
      var left = Math.max(picture.left, x(span.from)), right = Math.min(size.width - RIGHT, x(span.to));
      if (right <= left) { return; }
      context.globalAlpha = 0.5;
      box(theme.faint, left, lane.top, right - left, lane.height + 4);
      context.globalAlpha = 1;
      if (right - left > 42) {
        context.fillStyle = theme.text;
        context.textAlign = 'center';
        context.fillText('offline', (left + right) / 2, lane.top + lane.height - 4);
      }
    });
  }

  function waiting(cpu, lane) {
    var means = content.waiting[cpu], column = picture.length / means.length;
    for (var pixel = picture.left; pixel < size.width - RIGHT; pixel++) {
      var from = view.from + (pixel - picture.left) / scale;
      var first = Math.max(0, Math.floor(from / column));
      var last = Math.min(means.length - 1, Math.max(first, Math.ceil((from + 1 / scale) / column) - 1));
      var sum = 0;
      for (var i = first; i <= last; i++) { sum += means[i]; }
      if (sum > 0) {
        var height = sum / (last - first + 1) / picture.mostWaiting * picture.waitingHeight;
        box(theme.kinds[1], pixel, lane.top - height, 1, height);
      }
    }
  }

  function arrow(wake) {
    var to = content.laneOfTask[wake.wakee];
    var from = content.laneOfTask[wake.waker] || content.lanes[wake.cpu];
    var down = from.top < to.top ? 1 : -1;
    var tip = down > 0 ? to.top : to.top + to.height, neck = tip - 4 * down;
    context.beginPath();
    context.moveTo(x(wake.waking), from.top + from.height / 2);
    context.lineTo(x(wake.wakeup), neck);
    context.stroke();
    context.beginPath();
    context.moveTo(x(wake.wakeup), tip);
    context.lineTo(x(wake.wakeup) - 2.5, neck);
    context.lineTo(x(wake.wakeup) + 2.5, neck);
    context.fill();
  }

  function arrows() {
    context.strokeStyle = theme.arrow;
    context.fillStyle = theme.arrow;
    context.lineWidth = 1;
    var drawn = 0, inView = 0;
    content.byWait.forEach(function (wake) {
      if (wake.waking >= view.from && wake.wakeup <= view.to) {
        inView++;
        if (drawn < MOST_ARROWS) { arrow(wake); drawn++; }
      }
    });
    return drawn < inView ? drawn + ' of ' + inView + ' wake-ups in view have an arrow: those with the longest waits' : '';
  }

  function marks() {
    var free = 0;
    context.strokeStyle = theme.text;
    context.fillStyle = theme.text;
    context.textAlign = 'left';
    context.setLineDash([4, 3]);
    picture.marks.forEach(function (mark) {
      if (mark[0] < view.from || mark[0] > view.to) { return; }
      var left = Math.round(x(mark[0])) + 0.5;
      context.beginPath();
      context.moveTo(left, 0);
      context.lineTo(left, size.height - 34);
      context.stroke();
      var width = context.measureText(mark[1]).width + 6;
      var start = left + width > size.width ? left - width : left + 3;
      if (start >= free) {
        context.fillText(mark[1], start, 10);
        free = start + width;
      }
    });
    context.setLineDash([]);
  }

  context.clearRect(0, 0, size.width, size.height);
  context.font = '10px sans-serif';
  var scaleOfTime = ticks(picture, view, size.width - picture.left);
  context.textAlign = 'center';
  scaleOfTime.all.forEach(function (tick) {
    box(theme.rule, Math.round(x(tick[0])), 14, 1, size.height - 46);
    context.fillStyle = theme.faint;
    context.fillText(tick[1], x(tick[0]), size.height - 20);
  });
  context.textAlign = 'right';
  context.fillText(scaleOfTime.title, size.width - RIGHT, size.height - 6);
  content.lanes.forEach(function (lane) {
    if (lane.kind === 'cpu') {
      context.globalAlpha = 0.5;
      box(theme.rule, picture.left, lane.top, size.width - picture.left - RIGHT, lane.height + 4);
      context.globalAlpha = 1;
      offline(lane);
      waiting(lane.number, lane);
    }
    if (lane.kind !== 'interrupts') {
      context.fillStyle = theme.text;
      context.textAlign = 'right';
      var label = lane.kind === 'cpu' ? 'CPU ' + lane.number : picture.tasks[lane.number][0];
      context.fillText(label.length > 24 ? label.slice(0, 23) + '…' : label, picture.left - 6, lane.top + lane.height - 3);
    }
  });
  content.lanes.forEach(lanePieces);
  var note = arrows();
  marks();
  return note;
}
