import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { expect, test } from 'vitest';
import { TooltipProvider } from '@/shared/ui/tooltip';
import { FilterBar } from './FilterBar';

const show = (address = '/') => {
  const router = createMemoryRouter([{ path: '/', element: <FilterBar cards={new Map()} onNew={() => undefined} /> }], { initialEntries: [address] });
  render(
    <TooltipProvider>
      <RouterProvider router={router} />
    </TooltipProvider>,
  );
  return { router, field: screen.getByRole('searchbox', { name: 'Filter cards' }) };
};

test('letters stand where they are typed, and the address follows', async () => {
  const { router, field } = show('/?q=card&label=night');

  await userEvent.type(field, 'Post', { initialSelectionStart: 0, initialSelectionEnd: 0 });

  expect(field).toHaveValue('Postcard');
  expect(router.state.location.search).toBe('?q=Postcard&label=night');
});

test('Escape clears it and leaves the field; what the address says later is shown', async () => {
  const { router, field } = show('/?q=card');
  await userEvent.type(field, 's{Escape}');

  expect(field).toHaveValue('');
  expect(field).not.toHaveFocus();
  expect(router.state.location.search).toBe('');
  await router.navigate('/?q=other');
  expect(await screen.findByDisplayValue('other')).toBe(field);
});
