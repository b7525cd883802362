import { expect, test } from 'vitest';
import { spentWords } from './numbers';

test('what has no price is never shown as free', () => {
  expect(spentWords({ costUsd: 0, unpricedTokens: 0 })).toBe('$0.00');
  expect(spentWords({ costUsd: 12.4, unpricedTokens: 0 })).toBe('$12.40');
  expect(spentWords({ costUsd: 0, unpricedTokens: 900 })).toBe('no price');
  expect(spentWords({ costUsd: 12.4, unpricedTokens: 900 })).toBe('$12.40+');
});
