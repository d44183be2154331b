package org.meterhaus.processing.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.meterhaus.processing.cluster.Grouping.Group;
import org.meterhaus.processing.cluster.Grouping.Quartiles;
import org.meterhaus.processing.cluster.KMeans.Partition;

/**
 * Groups households by the shape of their load. Stateless and deterministic: the same households in
 * any order give the same groups.
 *
 * <p>k-means++ with restarts for every number of groups from 2 on; of each result, groups that are
 * too small are dissolved; the number with the largest mean silhouette wins. With many households
 * the number is chosen on a sample and the rest join.
 */
public final class Clustering {
  private Clustering() {}

  public static Grouping of(List<Household> households, ClusterRules rules) {
    int needed = 2 * rules.smallestGroup();
    if (households.size() < needed) {
      return new Grouping.TooFew(households.size(), needed);
    }
    List<Household> all =
        households.stream().sorted(Comparator.comparing(Household::usagePoint)).toList();
    var points = new KMeans(points(all), LoadShape.VALUES);
    boolean whole = all.size() <= rules.sample();
    var sample = whole ? points : new KMeans(points(sampleOf(all, rules)), LoadShape.VALUES);
    SortedMap<Integer, Double> silhouettes = new TreeMap<>();
    float[] chosen = null;
    double best = Double.NEGATIVE_INFINITY;
    int most = Math.min(rules.mostGroups(), sample.count() / rules.smallestGroup());
    for (int k = 2; k <= most; k++) {
      Partition partition =
          sample.withoutSmall(
              sample.best(k, rules.restarts(), rules.maxIterations(), rules.seed() + k),
              rules.smallestGroup());
      if (partition.centroids().length == LoadShape.VALUES) {
        continue; // nothing but one group is large enough
      }
      double silhouette = sample.silhouette(partition);
      silhouettes.put(k, silhouette);
      if (silhouette > best) {
        best = silhouette;
        chosen = partition.centroids();
      }
    }
    float[] start = chosen == null ? new float[LoadShape.VALUES] : chosen;
    Partition partition =
        points.withoutSmall(
            points.from(start, whole ? 1 : rules.maxIterations()), rules.smallestGroup());
    return new Grouping.Found(
        groups(all, partition), Collections.unmodifiableSortedMap(silhouettes));
  }

  private static float[] points(List<Household> households) {
    float[] points = new float[households.size() * LoadShape.VALUES];
    for (int i = 0; i < households.size(); i++) {
      households.get(i).use().shape().point(points, i * LoadShape.VALUES);
    }
    return points;
  }

  private static List<Household> sampleOf(List<Household> all, ClusterRules rules) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(rules.seed());
    var sample = new ArrayList<Household>(rules.sample());
    for (int i = 0; i < all.size(); i++) {
      // each subset of the size is as likely as any other (Knuth, algorithm S)
      int left = all.size() - i;
      if (random.nextInt(left) < rules.sample() - sample.size()) {
        sample.add(all.get(i));
      }
    }
    return sample;
  }

  /** Numbered from the earliest peak of the day to the latest, then by their first member. */
  private static List<Group> groups(List<Household> all, Partition partition) {
    int k = partition.centroids().length / LoadShape.VALUES;
    List<List<Household>> members = new ArrayList<>();
    for (int c = 0; c < k; c++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < all.size(); i++) {
      members.get(partition.group()[i]).add(all.get(i));
    }
    LoadShape everybody = mean(all);
    List<Group> groups = new ArrayList<>();
    members.stream()
        .filter(group -> !group.isEmpty())
        .map(group -> new Unnumbered(mean(group), group))
        .sorted(
            Comparator.comparingInt((Unnumbered group) -> group.centroid().peakHour())
                .thenComparing(group -> group.members().getFirst().usagePoint()))
        .forEach(group -> groups.add(group.numbered(groups.size() + 1, everybody)));
    return groups;
  }

  private record Unnumbered(LoadShape centroid, List<Household> members) {
    Group numbered(int number, LoadShape everybody) {
      long[] daily =
          members.stream().mapToLong(member -> member.use().dailyMeanWh()).sorted().toArray();
      return new Group(
          number,
          GroupWords.of(centroid, everybody),
          centroid,
          Quartiles.of(daily),
          members.stream().map(Household::usagePoint).toList());
    }
  }

  private static LoadShape mean(List<Household> households) {
    double[] sum = new double[LoadShape.VALUES];
    for (Household household : households) {
      double[] shares = household.use().shape().shares();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += shares[i];
      }
    }
    return LoadShape.of(Arrays.stream(sum).map(share -> share / households.size()).toArray());
  }
}
