/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import static io.berth.deploy.planning.TestSnapshots.release;
import static io.berth.deploy.planning.TestSnapshots.rollback;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.release.Release.ReleaseOutcome;
import io.berth.deploy.testing.TestApps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleasesTest {

  private static final ReleaseImages NONE = ReleaseImages.none();

  @Test
  void rollbackTarget_skipsFailedAndIdenticalReleases() {
    Release one = release(1);
    Release bad = release(2, TestApps.spec("shop/cart:2", 3), ReleaseOutcome.BAD);
    Release again = release(3, one.spec(), ReleaseOutcome.GOOD);
    Release two = release(4);
    Releases all = new Releases(List.of(two, again, bad, one));

    assertThat(all.previous(again)).isEmpty();
    assertThat(all.previous(two)).contains(again);
    assertThat(all.lastGoodBefore(two)).contains(again);
  }

  @Test
  void surplus_isTheOldest_neverTheCurrentRelease() {
    Releases all = new Releases(List.of(release(1), release(2), release(3), release(4)));

    assertThat(all.surplus(2, 1)).extracting(Release::number).containsExactly(2L);
    assertThat(all.surplus(9, 4)).isEmpty();
    assertThat(all.highest()).isEqualTo(4);
  }

  @Test
  void highestNumber_countsRevisionsThatCannotBeRead() {
    assertThat(new Releases(List.of(release(1)), 7).highest()).isEqualTo(7);
    assertThat(new Releases(List.of(release(9)), 7).highest()).isEqualTo(9);
    assertThat(Releases.none().highest()).isZero();
  }

  @Test
  void lastGoodRelease_isKept_howeverManyFailedSince() {
    Releases all = new Releases(List.of(release(1), release(2), bad(3), bad(4), bad(5)));

    assertThat(all.surplus(2, 5)).extracting(Release::number).containsExactly(1L, 3L);
    assertThat(all.lastGoodBefore(bad(5))).contains(release(2));
  }

  @Test
  void rolledBackRelease_isNoRollbackTarget() {
    Release one = release(1);
    Release two = release(2);
    Release three = release(3);
    Release back = rollback(4, two, 3);
    Releases all = new Releases(List.of(one, two, three, back));

    assertThat(all.previous(back)).contains(one);
    assertThat(all.lastGoodBefore(back)).contains(one);
    assertThat(all.failedLike(three.spec(), NONE)).contains(three);
    assertThat(all.rolledBackBy(three)).contains(back);
    assertThat(all.failedLike(two.spec(), NONE)).isEmpty();
  }

  @Test
  void laterSuccess_clearsAFailedRelease_andAnotherDigestIsAnotherRelease() {
    Release failed = release(1, release(7).spec(), ReleaseOutcome.BAD);
    Release forced = release(2, release(7).spec(), ReleaseOutcome.GOOD);
    Release pinned = release(3, release(8).spec(), "sha256:" + "a".repeat(64));
    Release back = rollback(4, forced, 3);

    assertThat(new Releases(List.of(failed)).failedLike(failed.spec(), NONE)).contains(failed);
    assertThat(new Releases(List.of(failed, forced)).failedLike(failed.spec(), NONE)).isEmpty();
    Releases all = new Releases(List.of(forced, pinned, back));
    assertThat(all.failedLike(pinned.spec(), pinned.images())).contains(pinned);
    assertThat(
            all.failedLike(
                pinned.spec(), release(5, pinned.spec(), "sha256:" + "b".repeat(64)).images()))
        .isEmpty();
  }

  /** The registry may have been asked about fewer images, or none, when a release was made. */
  @Test
  void sidecarWithAnotherDigest_isAnotherRelease_whereBothAreKnown() {
    String exporter = "shop/exporter:1.0";
    ReleaseImages known = new ReleaseImages(Map.of(exporter, "sha256:" + "a".repeat(64)));
    ReleaseImages moved = new ReleaseImages(Map.of(exporter, "sha256:" + "b".repeat(64)));
    Release release = release(1, release(7).spec(), known);

    assertThat(release.runsLike(release.spec(), known)).isTrue();
    assertThat(release.runsLike(release.spec(), NONE)).isTrue();
    assertThat(release.runsLike(release.spec(), moved)).isFalse();
    assertThat(known.pin(exporter)).isEqualTo(exporter + "@sha256:" + "a".repeat(64));
    assertThat(known.pin("shop/other:1.0")).isEqualTo("shop/other:1.0");
    String digest = "shop/exporter@sha256:" + "a".repeat(64);
    assertThat(new ReleaseImages(Map.of(digest, "sha256:" + "a".repeat(64))).pin(digest))
        .isEqualTo(digest);
  }

  private static Release bad(long number) {
    return release(number, TestApps.spec("shop/cart:" + number, 3), ReleaseOutcome.BAD);
  }

  @Test
  void imageNames_areParsedIntoTheirParts() {
    assertThat(ImageReference.parse("localhost:5000/shop/cart:1.2"))
        .contains(new ImageReference("localhost:5000/shop/cart", "1.2", null));
    assertThat(ImageReference.parse("cart@sha256:" + "0".repeat(64)).orElseThrow().digest())
        .startsWith("sha256:");
    assertThat(ImageReference.parse("cart:")).isEmpty();
  }
}
