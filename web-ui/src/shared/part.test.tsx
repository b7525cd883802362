import { act, render, screen } from '@testing-library/react';
import { Suspense, useEffect } from 'react';
import { expect, test, vi } from 'vitest';
import { part } from './part';

const Word = ({ word }: { word: string }) => <p>{word}</p>;

/** What a person gets to see, in order. */
function watched(Shown: ReturnType<typeof part<{ word: string }>>, word: string) {
  const fallback = vi.fn();
  const Waiting = () => {
    useEffect(fallback);
    return <p>waiting</p>;
  };
  const view = render(<Shown word={word} />, { wrapper: ({ children }) => <Suspense fallback={<Waiting />}>{children}</Suspense> });
  return { fallback, view };
}

test('a part that is not there is waited for', async () => {
  const Shown = part(() => Promise.resolve(Word));

  const { fallback } = watched(Shown, 'here');

  expect(await screen.findByText('here')).toBeVisible();
  expect(fallback).toHaveBeenCalled();
});

test('a part that was loaded early is shown at once', async () => {
  const load = vi.fn(() => Promise.resolve(Word));
  const Shown = part(load);
  Shown.early();
  await act(async () => {});

  const { fallback } = watched(Shown, 'here');

  expect(screen.getByText('here')).toBeVisible();
  expect(fallback).not.toHaveBeenCalled();
  expect(load).toHaveBeenCalledTimes(1);
});

test('what a person has begun in a part stays when the part is drawn again after it was loaded', async () => {
  const Field = ({ word }: { word: string }) => <input aria-label={word} defaultValue="" />;
  const Shown = part(() => Promise.resolve(Field));
  const { view } = watched(Shown, 'name');
  const field = await screen.findByLabelText<HTMLInputElement>('name');
  field.value = 'begun';

  view.rerender(<Shown word="name" />);

  expect(screen.getByLabelText('name')).toBe(field);
});

test('a part that could not be loaded early is loaded when it is shown', async () => {
  const load = vi.fn(() => Promise.resolve(Word));
  load.mockRejectedValueOnce(new Error('offline'));
  const Shown = part(load);
  Shown.early();
  await act(async () => {});

  watched(Shown, 'here');

  expect(await screen.findByText('here')).toBeVisible();
});
