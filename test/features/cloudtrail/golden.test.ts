import { describe, expect, it } from 'vitest';
import { cloudTrailEvent } from '../../../src/data/cloudtrail/record';
import { CLOUDTRAIL_FEATURES } from '../../../src/features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../../src/features/cloudtrail/features';
import golden from '../../golden/cloudtrail-features.json';

describe('createCloudTrailFeatures beside pandas', () => {
  it('gives the same features, each computed over whole columns there', () => {
    const events = golden.records.map(cloudTrailEvent);
    const { data } = createCloudTrailFeatures().addAll(events);
    golden.features.forEach((row, i) => {
      row.forEach((value, j) => {
        const { name } = CLOUDTRAIL_FEATURES[j];
        expect(data[i * 20 + j], `${name} of event ${i}`).toBeCloseTo(value, 9);
      });
    });
  });

  it('has every feature differ somewhere', () => {
    CLOUDTRAIL_FEATURES.forEach(({ name }, j) => {
      expect(new Set(golden.features.map((row) => row[j])).size, name).toBeGreaterThan(1);
    });
  });
});
