// Charts as one picture: title, names and drawing of each, two beside each other.

const GAP = 24;
const HEAD = 56;

export interface Drawn {
  title: string;
  lines: { name: string; colour: string }[];
  canvas: HTMLCanvasElement;
}

/** The bytes of a PNG. */
export async function picture(
  charts: Drawn[],
  colours: { ground: string; ink: string; soft: string },
): Promise<number[]> {
  const scale = window.devicePixelRatio || 1;
  const face = getComputedStyle(document.body).fontFamily;
  const title = `600 ${15 * scale}px ${face}`;
  const page = document.createElement("canvas");
  const pen = page.getContext("2d");
  if (!pen) throw new Error("This machine cannot draw the picture. The table can be exported instead.");
  pen.font = title;
  const widths = charts.flatMap((chart) => [chart.canvas.width, pen.measureText(chart.title).width]);
  const width = Math.ceil(Math.max(...widths));
  const height = Math.max(...charts.map((chart) => chart.canvas.height)) + HEAD * scale;
  const columns = charts.length > 1 ? 2 : 1;
  const rows = Math.ceil(charts.length / columns);
  const gap = GAP * scale;

  page.width = columns * (width + gap) + gap;
  page.height = rows * (height + gap) + gap;
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, page.width, page.height);
  pen.textBaseline = "top";
  charts.forEach((chart, n) => {
    const x = gap + (n % columns) * (width + gap);
    const y = gap + Math.floor(n / columns) * (height + gap);
    pen.fillStyle = colours.ink;
    pen.font = title;
    pen.fillText(chart.title, x, y);
    pen.font = `${13 * scale}px ${face}`;
    let along = x;
    for (const { name, colour } of chart.lines) {
      pen.fillStyle = colour;
      pen.fillRect(along, y + 28 * scale, 10 * scale, 10 * scale);
      along += 16 * scale;
      pen.fillStyle = colours.soft;
      pen.fillText(name, along, y + 26 * scale);
      along += pen.measureText(name).width + 16 * scale;
    }
    pen.drawImage(chart.canvas, x, y + HEAD * scale);
  });
  const blob = await new Promise<Blob | null>((done) => page.toBlob(done, "image/png"));
  if (!blob) throw new Error("The picture could not be made. The table can be exported instead.");
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}
