// Runs before every npm script, on whatever Node the machine has: it brings node_modules in line with
// package-lock.json. Only old syntax here, so that an old Node reads the one line that concerns it.
import { spawnSync } from 'child_process';
import { accessSync, constants, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const OLDEST_NODE = 20;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @typedef {{ version?: string, resolved?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockedPackage
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined} undefined where there is no readable lock file
 */
function lockedPackages(file) {
  try {
    /** @type {(text: string) => { packages?: Record<string, LockedPackage> }} npm wrote it */
    const parse = JSON.parse;
    return parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * npm rightly leaves out an optional package that is for another platform, and those only it needs: only one that
 * names this platform has to be there. `libc` cannot be told from here.
 * @param {LockedPackage} wanted
 */
function mayBeAbsent(wanted) {
  if (!wanted.optional) return false;
  const isForThisSystem = wanted.os !== undefined && wanted.os.indexOf(process.platform) >= 0;
  const isForThisProcessor = wanted.cpu !== undefined && wanted.cpu.indexOf(process.arch) >= 0;
  return !(isForThisSystem && isForThisProcessor) || wanted.libc !== undefined;
}

function hasOwnNode() {
  try {
    accessSync(join(root, 'node_modules', '.bin', 'node'), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isInstalled() {
  const wanted = lockedPackages('package-lock.json');
  const installed = lockedPackages('node_modules/.package-lock.json');
  if (wanted === undefined || installed === undefined || !hasOwnNode()) return false;
  for (const [path, locked] of Object.entries(wanted)) {
    if (path === '') continue;
    const there = installed[path];
    if (there === undefined ? !mayBeAbsent(locked) : there.version !== locked.version) return false;
  }
  return true;
}

/** The npm that runs this script, on the Node that runs it: the one in node_modules is about to be replaced. */
function runNpmCi() {
  const npm = process.env.npm_execpath || '';
  const node = process.env.npm_node_execpath || process.execPath;
  const isNpm = npm.endsWith('npm-cli.js');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync(isNpm ? node : 'npm', isNpm ? [npm].concat(args) : args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !isNpm && process.platform === 'win32',
    env: Object.assign({}, process.env, { npm_config_update_notifier: 'false' }),
  }).status;
}

/**
 * @param {string} line
 * @returns {never}
 */
function fail(line) {
  console.error(line);
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(
    `Capacitor needs Node ${OLDEST_NODE} or newer; this is ${process.version}. Install a newer one: https://nodejs.org`,
  );
}
if (!isInstalled()) {
  console.log(
    'Installing the packages of package-lock.json (npm ci): about 20 seconds, longer on a slow line.',
  );
  if (runNpmCi() !== 0) fail('npm ci did not succeed; what it printed above says why.');
  if (!hasOwnNode()) {
    fail('npm did not install Node 24: it needs install scripts. Try: npm ci --ignore-scripts=false');
  }
}
