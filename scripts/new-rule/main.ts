import { copyOfRepository, handTouched } from './rule-copy';
import { rule, touches } from './touches';

/** Adds a rule to a copy of the repository, which is kept for inspection, and prints how many files a person touches. */
export async function main(): Promise<number> {
  const copy = copyOfRepository();
  for (const touch of touches) {
    copy.make(touch);
    const { asked } = touch;
    const by = asked?.by === 'compiler' ? 'the compiler' : 'a test';
    console.log(`${touch.file}
    ${asked ? `asked for by ${by}, in ${asked.in}` : 'where a person starts'}`);
  }
  console.log(`\n${rule}: ${handTouched.length} files touched by hand, in ${copy.root}`);
  const { status, output } = copy.run('tsc', ['--noEmit']);
  console.log(status === 0 ? 'It compiles.' : output);
  return status;
}
