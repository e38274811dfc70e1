// Reads what TimelineData wrote. Times count from the picture's beginning, in ns.

function unpack(text) {
  var packed = Uint8Array.from(atob(text), function (character) { return character.charCodeAt(0); });
  var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer().then(function (buffer) { return new Uint8Array(buffer); });
}

function read(bytes, picture) {
  var at = 0;

  function number() {
    var value = 0, scale = 1, byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }

  function lane(what) {
    var count = number(), end = 0;
    var pieces = {
      kind: what[0], number: what[1], top: what[2], height: what[3], count: count,
      from: new Float64Array(count), to: new Float64Array(count), nanos: new Float64Array(count),
      below: new Float64Array(count), merged: new Int32Array(count), kinds: new Uint8Array(count),
      subject: new Int32Array(count)
    };
    for (var i = 0; i < count; i++) {
      var head = number(), same = (head & 16) !== 0;
      pieces.kinds[i] = head & 7;
      pieces.from[i] = same ? pieces.from[i - 1] : end + number();
      pieces.to[i] = same ? end : pieces.from[i] + number();
      pieces.below[i] = same ? pieces.below[i - 1] + pieces.nanos[i - 1] : 0;
      pieces.nanos[i] = head & 8 ? number() : pieces.to[i] - pieces.from[i];
      pieces.merged[i] = head & 8 ? number() : 1;
      pieces.subject[i] = number() - 1;
      end = pieces.to[i];
    }
    return pieces;
  }

  function wakes() {
    var count = number(), last = 0, all = [];
    for (var i = 0; i < count; i++) {
      last += number();
      all.push({
        waking: last, wakeup: last + number(), waker: number() - 2, wakee: number(), cpu: number(), wait: number()
      });
    }
    return all;
  }

  function waiting() {
    var columns = number(), cpus = [];
    for (var cpu = 0; cpu < picture.cpus; cpu++) {
      var means = new Float64Array(columns);
      for (var column = 0; column < columns; column++) {
        means[column] = number() / 16;
      }
      cpus.push(means);
    }
    return cpus;
  }

  function offline() {
    var count = number(), all = [];
    for (var i = 0; i < count; i++) {
      var cpu = number(), from = number();
      all.push({ cpu: cpu, from: from, to: from + number() });
    }
    return all;
  }

  var content = { lanes: picture.lanes.map(lane) };
  content.wakes = wakes();
  content.waiting = waiting();
  content.offline = offline();
  content.byWait = content.wakes.slice().sort(function (a, b) { return b.wait - a.wait || a.waking - b.waking; });
  content.laneOfTask = {};
  content.wakesOfTask = {};
  content.lanes.forEach(function (each) {
    if (each.kind === 'task') {
      content.laneOfTask[each.number] = each;
      content.wakesOfTask[each.number] = [];
    }
  });
  content.wakes.forEach(function (wake) { content.wakesOfTask[wake.wakee].push(wake); });
  return content;
}

// The first piece of a lane that ends after a time.
function firstAfter(lane, nanos) {
  var low = 0, high = lane.count;
  while (low < high) {
    var middle = (low + high) >> 1;
    if (lane.to[middle] > nanos) { high = middle; } else { low = middle + 1; }
  }
  return low;
}
