/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline.kafka;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The partitions that a consumer has read to their end. */
interface CaughtUpPartitions {
  /** The partitions of which every record has been read. */
  Set<TopicPartition> partitions();
}
