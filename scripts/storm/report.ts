import type { Spread, StormFigures } from './run.ts';

/** The figures side by side, a column each. */
export function report(figures: readonly StormFigures[]): string {
  const rows: [string, (figure: StormFigures) => string][] = [
    ['', ({ name }) => name],
    ['first connection of all, some at a time', ({ firstConnectionMs }) => seconds(firstConnectionMs)],
    ['connected again: half, 99 %, all', ({ connectedMs }) => spreadOf(connectedMs)],
    ['served again: half, 99 %, all', ({ servedMs }) => spreadOf(servedMs)],
    ['all online in the list', ({ listedMs }) => (listedMs === null ? '-' : seconds(listedMs))],
    ['dials that had to be repeated', ({ failedDials }) => String(failedDials)],
    ['processor time of workerd', ({ usage }) => (usage === null ? '-' : seconds(usage.stormCpuMs))],
    ['memory of workerd without connections', ({ usage }) => mebibytes(usage?.idleMib)],
    ['with all connected', ({ usage }) => mebibytes(usage?.quietMib)],
    ['at its most', ({ usage }) => mebibytes(usage?.mostMib)],
  ];
  return rows
    .map(([label, cell]) =>
      [label.padEnd(40), ...figures.map((figure) => cell(figure).padStart(24))].join(''),
    )
    .join('\n');
}

function spreadOf({ half, nearlyAll, all }: Spread): string {
  return [half, nearlyAll, all].map((ms) => (ms / 1000).toFixed(2)).join(', ') + ' s';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function mebibytes(value: number | undefined): string {
  return value === undefined ? '-' : `${Math.round(value)} MiB`;
}
