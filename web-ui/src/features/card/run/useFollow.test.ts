import { expect, test } from 'vitest';
import { scrolledUp } from './useFollow';

const at = (top: number, height: number) => ({ top, height });

test('a person who scrolls up is let go, also when rows fold away in the same moment', () => {
  expect(scrolledUp(at(900, 1500), at(880, 1500))).toBe(true);
  expect(scrolledUp(at(900, 1500), at(0, 1400))).toBe(true);
});

test('what grows or shrinks is nobody’s wish', () => {
  expect(scrolledUp(at(900, 1500), at(900, 1700)), 'it grew below').toBe(false);
  expect(scrolledUp(at(900, 1500), at(800, 1400)), 'it shrank above').toBe(false);
  expect(scrolledUp(at(900, 1500), at(1100, 1700)), 'it is kept at its end').toBe(false);
});
