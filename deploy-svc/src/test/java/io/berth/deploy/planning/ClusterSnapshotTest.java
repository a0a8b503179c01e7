/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.TestSnapshots.live;
import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.release.Releases;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSnapshotTest {

  /** Whatever of them is left: 0 stands for no Deployment, and for no revision. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 1", // nothing was ever deployed
    "3, 3, 3, 4",
    "3, 0, 0, 4", // all revisions were deleted
    "3, 1, 1, 4", // the newest revisions were deleted
    "3, 0, 3, 4", // no revision can be read
    "3, 2, 5, 6", // two newer releases were created and never applied; they cannot be read
    "0, 3, 3, 4", // the Deployment was deleted
  })
  void newRelease_hasANumberThatNoReleaseHadBefore(
      long running, long readable, long highest, long expected) {
    var kept = LongStream.rangeClosed(1, readable).mapToObj(TestSnapshots::release).toList();
    var snapshot =
        situation(
            running == 0 ? null : live(release(running), 3), new Releases(kept, highest), false);

    assertThat(snapshot.nextRelease()).isEqualTo(expected);
  }
}
