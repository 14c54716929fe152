# A member of kubeferry: the stack that lets the functions of the hub take one role in this account. Its template is written
# by `kubeferry link source/222233334444`, or target/…; write it again after an upgrade of the hub, and apply.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "template" {
  description = "File that kubeferry link has written, such as kubeferry-source-222233334444-us-east-1.template.json"
  type        = string
}

variable "hub_account" {
  description = "Account of the hub, whose functions may take the role"
  type        = string
  validation {
    condition     = can(regex("^[0-9]{12}$", var.hub_account))
    error_message = "An AWS account id has 12 digits."
  }
}

variable "external_id" {
  description = "The installation of kubeferry.config.ts, which the hub names when it takes the role"
  type        = string
}

resource "aws_cloudformation_stack" "member" {
  # The hub looks the stack up by this name.
  name          = trimsuffix(basename(var.template), ".template.json")
  template_body = file(var.template)
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  parameters = {
    HubAccount = var.hub_account
    ExternalId = var.external_id
  }
}

output "role_arn" {
  description = "The role that the functions of the hub take"
  value       = aws_cloudformation_stack.member.outputs["RoleArn"]
}

output "version" {
  description = "Of the rights of the role; kubeferry doctor compares it with that of the hub"
  value       = aws_cloudformation_stack.member.outputs["Version"]
}
