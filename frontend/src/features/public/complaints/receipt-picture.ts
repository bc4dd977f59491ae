/** The receipt as a picture: a phone's gallery is where people find things again. */
import { FONTS } from "@/shared/ui/theme";

export interface Line {
  text: string;
  /** In pixels of the picture. */
  size: number;
  bold?: boolean;
  mono?: boolean;
}

const WIDTH = 1080;
const EDGE = 72;
const LEADING = 1.5;

/** Lines as they fit: Chinese breaks anywhere, English between words. */
function wrapped(pen: CanvasRenderingContext2D, text: string): string[] {
  const pieces = text.match(/[A-Za-z0-9.,:;!?()'"/-]+\s?|./gu) ?? [];
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line && pen.measureText(line + piece).width > WIDTH - 2 * EDGE) {
      lines.push(line);
      line = "";
    }
    line += piece;
  }
  return [...lines, line];
}

/** PNG of the lines, black on white whatever the page looks like; null where the browser draws none. */
export async function pictureOf(lines: Line[]): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  const fontOf = ({ size, bold, mono }: Line) =>
    `${bold ? 700 : 400} ${size}px ${mono ? "ui-monospace, Menlo, Consolas, monospace" : FONTS}`;
  const laid = lines.flatMap((line) => {
    pen.font = fontOf(line);
    return wrapped(pen, line.text).map((text) => ({ ...line, text }));
  });
  canvas.width = WIDTH;
  canvas.height = laid.reduce((height, { size }) => height + size * LEADING, 2 * EDGE);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  pen.textBaseline = "top";
  let y = EDGE;
  for (const line of laid) {
    pen.font = fontOf(line);
    pen.fillText(line.text, EDGE, y);
    y += line.size * LEADING;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
