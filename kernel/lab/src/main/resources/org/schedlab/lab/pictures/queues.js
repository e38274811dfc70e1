// Shows one after the other of many pictures in place of the first, which stays where this cannot run.
// id: of the element; count: how many; packed: the SVG documents with a zero between each two, as zlib in base64.
async function show(id, count, packed) {
  const root = document.querySelector('[data-schedlab-queues="' + id + '"]:not([data-ready])');
  if (!root || typeof DecompressionStream === 'undefined' || count < 2) {
    return;
  }
  root.setAttribute('data-ready', '');
  const bytes = Uint8Array.from(atob(packed), each => each.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  const documents = (await new Response(stream).text()).split('\0');
  const image = root.querySelector('img');
  const row = document.createElement('div');
  row.style.cssText = 'display:flex;align-items:center;gap:8px;max-width:900px;';
  const play = document.createElement('button');
  play.textContent = '▶';
  play.setAttribute('aria-label', 'play');
  const slider = document.createElement('input');
  slider.type = 'range';
  slider.min = 0;
  slider.max = count - 1;
  slider.value = 0;
  slider.style.flex = '1';
  slider.setAttribute('aria-label', 'instant');
  const label = document.createElement('span');
  row.append(play, slider, label);
  root.insertBefore(row, image);
  const draw = () => {
    const at = Number(slider.value);
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(documents[at]);
    label.textContent = (at + 1) + ' / ' + count;
  };
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = '▶';
    play.setAttribute('aria-label', 'play');
  };
  play.addEventListener('click', () => {
    if (timer !== null) {
      stop();
      return;
    }
    if (Number(slider.value) === count - 1) {
      slider.value = 0;
    }
    play.textContent = '❚❚';
    play.setAttribute('aria-label', 'pause');
    timer = setInterval(() => {
      if (Number(slider.value) === count - 1 || !root.isConnected) {
        stop();
        return;
      }
      slider.value = Number(slider.value) + 1;
      draw();
    }, 250);
  });
  slider.addEventListener('input', draw);
  draw();
}
