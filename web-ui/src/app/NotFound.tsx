import { Link, useRouteError } from 'react-router';
import { buttonLook } from '@/shared/ui/button';
import { Empty } from '@/shared/ui/empty';
import { Button } from '@/shared/ui/button';

export const NotFound = () => (
  <Empty
    title="There is no such page"
    action={
      <Link to="/" className={buttonLook({ look: 'primary' })}>
        Go to the board
      </Link>
    }
  >
    The address leads nowhere; perhaps a letter is missing.
  </Empty>
);

/** A part of the program could not be loaded: most often the server has been updated meanwhile. */
export const PageFault = () => {
  const error = useRouteError();
  return (
    <Empty title="This page could not be shown" action={<Button look="primary" onClick={() => location.reload()}>Load the page anew</Button>}>
      {error instanceof Error ? error.message : 'The server may have been updated since this page was opened.'}
    </Empty>
  );
};
