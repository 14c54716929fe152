import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { pagePolicy } from '../../core/base/access/page-policy.ts';
import { plainBucket } from '../plain-bucket.ts';

export interface SiteProps {
  /** Origins that the page may ask. */
  asked: readonly string[];
  /** A name of one's own, with its certificate. */
  named?: { host: string; certificateArn: string } | undefined;
}

/** The files of the page: a bucket that CloudFront alone reads, which answers with everything that keeps scripts of others out. */
export class Site extends Construct {
  readonly bucket: Bucket;
  /** `https://…`. */
  readonly url: string;

  constructor(scope: Construct, id: string, { asked, named }: SiteProps) {
    super(scope, id);
    this.bucket = plainBucket(this);
    const behaviour = {
      origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: headersFor(this, asked),
      compress: true,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'kubeferry: the page',
      defaultRootObject: 'index.html',
      // A page of yesterday would ask for files of yesterday.
      defaultBehavior: { ...behaviour, cachePolicy: CachePolicy.CACHING_DISABLED },
      additionalBehaviors: { 'assets/*': { ...behaviour, cachePolicy: CachePolicy.CACHING_OPTIMIZED } },
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(named
        ? {
            domainNames: [named.host],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', named.certificateArn),
          }
        : {}),
    });
    this.url = `https://${named?.host ?? distribution.distributionDomainName}`;
  }
}

function headersFor(scope: Construct, asked: readonly string[]): ResponseHeadersPolicy {
  const own = { override: true };
  return new ResponseHeadersPolicy(scope, 'Headers', {
    comment: 'kubeferry: nothing inline, nothing from elsewhere, in no frame',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: pagePolicy(asked), ...own },
      contentTypeOptions: own,
      frameOptions: { frameOption: HeadersFrameOption.DENY, ...own },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, ...own },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, ...own },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'cross-origin-opener-policy', value: 'same-origin', ...own },
        { header: 'cross-origin-resource-policy', value: 'same-origin', ...own },
      ],
    },
  });
}
