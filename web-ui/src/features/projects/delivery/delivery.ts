import { graphql, type ResultOf, type VariablesOf } from '@/shared/api/graphql';
import { changedFields } from '@/features/projects/wishes';

const Delivery_Settings = graphql(`
  fragment Delivery_Settings on Delivery {
    repository workflow mergeMethod application namespace selector image imageTag waitForImage prune rollBack
  }
`);

export const Delivery_Read = graphql(
  `
    query Delivery_Read($project: ID!) {
      project(id: $project) { id name repositoryUrl buildEnabled deployEnabled mergeOnCompletion }
      delivery(projectId: $project) { ...Delivery_Settings }
      integrations { name configured healthy message }
    }
  `,
  [Delivery_Settings],
);

export const Delivery_Update = graphql(
  `
    mutation Delivery_Update($project: ID!, $input: DeliveryInput!) {
      updateDelivery(projectId: $project, input: $input) { ...Delivery_Settings }
    }
  `,
  [Delivery_Settings],
);

export type DeliveryData = ResultOf<typeof Delivery_Read>;
export type Delivery = DeliveryData['delivery'];
type DeliveryInput = VariablesOf<typeof Delivery_Update>['input'];

/** What the form holds: every text as it is typed. */
export type Form = { [Name in keyof Omit<Delivery, '__typename'>]: null extends Delivery[Name] ? string : Delivery[Name] };

export const formOf = (delivery: Delivery): Form => ({
  repository: delivery.repository ?? '',
  workflow: delivery.workflow ?? '',
  mergeMethod: delivery.mergeMethod,
  application: delivery.application ?? '',
  namespace: delivery.namespace ?? '',
  selector: delivery.selector ?? '',
  image: delivery.image ?? '',
  imageTag: delivery.imageTag,
  waitForImage: delivery.waitForImage,
  prune: delivery.prune,
  rollBack: delivery.rollBack,
});

/** Only what was changed is sent, so that what others change elsewhere stays. A blank text takes a value away. */
export const inputOf = (form: Form, base: Form): DeliveryInput =>
  Object.fromEntries(changedFields(form, base).map((name) => [name, typeof form[name] === 'string' ? form[name].trim() : form[name]]));
