import Alert from '@cloudscape-design/components/alert';
import { Component, type ReactNode } from 'react';
import { en } from '../texts/en.ts';

/** A fault of the page itself stays within the page: the rest can be used. */
export class ErrorFence extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError = (error: Error) => ({ error });
  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Alert type="error" header={en.states.broken}>
        {error.message}
      </Alert>
    );
  }
}
