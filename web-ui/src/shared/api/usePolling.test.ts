import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usePolling } from './useReadAgain';

let visibility: DocumentVisibilityState = 'visible';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
});
afterEach(() => void vi.useRealTimers());

function look(at: DocumentVisibilityState) {
  visibility = at;
  document.dispatchEvent(new Event('visibilitychange'));
}

function reads(hiddenEveryMs?: number) {
  visibility = 'visible';
  const read = vi.fn();
  renderHook(() => usePolling(read, 10_000, hiddenEveryMs));
  return (seconds: number) => {
    read.mockClear();
    vi.advanceTimersByTime(seconds * 1_000);
    return read.mock.calls.length;
  };
}

test('nothing is read while nobody sees the page', () => {
  const during = reads();
  expect(during(60)).toBe(6);

  look('hidden');
  expect(during(600)).toBe(0);
});

test('what somebody wants to be told of is read less often while nobody sees the page, and at once when they do', () => {
  const during = reads(50_000);
  look('hidden');
  expect(during(600)).toBe(12);

  const read = vi.fn();
  renderHook(() => usePolling(read, 10_000, 50_000));
  look('visible');
  expect(read).toHaveBeenCalledTimes(1);
});
