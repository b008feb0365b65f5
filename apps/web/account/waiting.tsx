import { Skeleton, Stack } from '@mantine/core';

/** Stands where a page is on its way. */
export const Waiting = () => (
  <Stack gap="lg" component="output" aria-label="Loading">
    <Skeleton height={30} width={160} />
    <Skeleton height={320} />
  </Stack>
);
