'use strict';

// The minimum for a program in Node: list every folder and read every source file as bytes, synchronously.

const { closeSync, fstatSync, openSync, readdirSync, readSync } = require('node:fs');

const source = /\.[cm]?[jt]sx?$/;
let buffer = Buffer.allocUnsafe(1 << 20);

function read(file) {
  const descriptor = openSync(file, 'r');
  const { size } = fstatSync(descriptor);
  if (size > buffer.length) buffer = Buffer.allocUnsafe(2 * size);
  readSync(descriptor, buffer, 0, size, 0);
  closeSync(descriptor);
}

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === '.git' || entry.name === 'node_modules') continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(path);
    else if (source.test(entry.name)) read(path);
  }
}

walk(process.argv[2]);
