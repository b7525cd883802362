import { Component, type ReactNode } from 'react';
import { Button } from '@/shared/ui/button';
import { Empty } from '@/shared/ui/empty';

/** A fault of a page takes that page down, and says so. */
export class ErrorBoundary extends Component<{ children: ReactNode; resetKey?: string }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: { resetKey?: string }) {
    if (this.state.error && before.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <div role="alert">
        <Empty
          title="This page has a fault"
          action={
            <>
              <Button look="primary" onClick={() => this.setState({ error: null })}>
                Show it again
              </Button>
              <Button onClick={() => location.reload()}>Load the page anew</Button>
            </>
          }
        >
          <p>The server and your cards are not affected. What the browser said:</p>
          <pre className="mt-2 max-w-full overflow-x-auto rounded-md bg-sunken p-2 text-left font-mono text-xs">{this.state.error.message}</pre>
        </Empty>
      </div>
    );
  }
}
