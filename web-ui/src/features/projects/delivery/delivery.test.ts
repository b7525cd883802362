import { expect, test } from 'vitest';
import { fixture } from '@/testing/fixtures';
import { changedFields, formWith, wish } from '@/features/projects/wishes';
import { Delivery_Read, formOf, inputOf, type Delivery } from './delivery';

const aDelivery = (wishes: Partial<Delivery> = {}): Delivery => {
  const delivery: Delivery = {
    repository: 'acme/shop', workflow: null, mergeMethod: 'MERGE', application: null, namespace: null, selector: null,
    image: null, imageTag: '{sha}', waitForImage: false, prune: false, rollBack: false, ...wishes,
  };
  fixture(Delivery_Read, { project: null, delivery, integrations: [] });
  return delivery;
};

test('only what was changed is sent; a blank text takes a value away', () => {
  const base = formOf(aDelivery());
  const form = { ...base, repository: ' ', application: ' shop ', rollBack: true };

  expect(changedFields(form, base)).toEqual(['repository', 'application', 'rollBack']);
  expect(inputOf(form, base)).toEqual({ repository: '', application: 'shop', rollBack: true });
});

test('an unfinished draft holds nothing of what a colleague saves meanwhile', () => {
  const before = formOf(aDelivery());
  const wishes = wish(wish({}, { application: 'shop' }, before), { repository: 'acme/typo' }, before);
  const mine = wish(wishes, { repository: 'acme/shop' }, before);
  expect(mine).toEqual({ application: 'shop' });

  const after = formOf(aDelivery({ repository: 'acme/store', mergeMethod: 'SQUASH', rollBack: true }));

  expect(formWith(mine, after)).toMatchObject({ application: 'shop', repository: 'acme/store', mergeMethod: 'SQUASH', rollBack: true });
  expect(inputOf(formWith(mine, after), after)).toEqual({ application: 'shop' });
});
