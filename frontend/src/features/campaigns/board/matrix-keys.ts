/** Where a key leads in the matrix. Row 0 is the head, column 0 the organisations. */

export interface Place {
  row: number;
  column: number;
}

const PAGE = 10;

/** The next place, or null where the key is none of the grid's. */
export function step(from: Place, key: string, far: boolean, rows: number, columns: number): Place | null {
  const to = { ...from };
  switch (key) {
    case "ArrowUp":
      to.row -= 1;
      break;
    case "ArrowDown":
      to.row += 1;
      break;
    case "ArrowLeft":
      to.column -= 1;
      break;
    case "ArrowRight":
      to.column += 1;
      break;
    case "PageUp":
      to.row -= PAGE;
      break;
    case "PageDown":
      to.row += PAGE;
      break;
    case "Home":
      to.column = 0;
      if (far) to.row = 0;
      break;
    case "End":
      to.column = columns;
      if (far) to.row = rows;
      break;
    default:
      return null;
  }
  return {
    row: Math.min(rows, Math.max(0, to.row)),
    column: Math.min(columns, Math.max(0, to.column)),
  };
}
