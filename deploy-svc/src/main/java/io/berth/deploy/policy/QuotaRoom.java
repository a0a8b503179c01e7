/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

/**
 * What a namespace's ResourceQuota still has room for, with this application's own pods counted as
 * room: {@link Long#MAX_VALUE} where nothing is bounded.
 *
 * @param limitsCpuMillis millicores of CPU limits
 * @param limitsMemoryBytes bytes of memory limits
 * @param pods number of pods
 */
public record QuotaRoom(long limitsCpuMillis, long limitsMemoryBytes, long pods) {

  public static final QuotaRoom UNBOUNDED =
      new QuotaRoom(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
}
