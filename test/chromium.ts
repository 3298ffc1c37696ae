import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real Chromium without a screen, which asks nothing of the network by itself. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM, ...places].find((place) => place && existsSync(place));
  if (!executablePath) {
    throw new Error(
      `These tests need Chromium, and none is at ${places.join(', ')}: apt-get install -y chromium, or set CHROMIUM to its path`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
