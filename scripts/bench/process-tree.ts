import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in these. */
const TICKS_A_SECOND = 100;

/** Resident memory of a process and of all it started, in bytes; what they share counts for each. */
export function residentBytes(root: number): number {
  const processes = readProcesses();
  return treeOf(root, processes).reduce((sum, { kilobytes }) => sum + kilobytes * 1024, 0);
}

/** CPU time that a process and all it started have taken so far, in seconds; null where the system does not tell. */
export function cpuSeconds(root: number): number | null {
  try {
    return treeOf(root, readProcesses()).reduce((sum, { pid }) => sum + cpuSecondsOf(pid), 0);
  } catch {
    return null;
  }
}

interface Process {
  pid: number;
  parent: number;
  kilobytes: number;
}

function readProcesses(): Process[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent, kilobytes };
    });
}

function treeOf(root: number, processes: readonly Process[]): Process[] {
  const children = processes.filter(({ parent }) => parent === root);
  return [
    ...processes.filter(({ pid }) => pid === root),
    ...children.flatMap(({ pid }) => treeOf(pid, processes)),
  ];
}

/** The fields behind the name, which is in brackets and may hold anything. */
function cpuSecondsOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
